using System.Text.Json;
using Distil.IO;

namespace Distil.RunDirectories;

/// <summary><c>schema.json</c>: the data sets of a directory, their files and columns.</summary>
internal static class SchemaFile
{
    public static void Write(Stream stream, string directory, string pipelineName, IReadOnlyList<DatasetDescription> datasets)
    {
        using var json = new Utf8JsonWriter(stream, AtomicFile.Readable);
        json.WriteStartObject();
        json.WriteString("pipeline", pipelineName);
        json.WriteStartArray("data_sets");
        foreach (var dataset in datasets)
        {
            json.WriteStartObject();
            json.WriteString("name", dataset.Name);
            json.WriteString("leaf", dataset.Leaf.Name);
            json.WriteNumber("rows", dataset.Rows);
            json.WriteStartArray("files");
            foreach (var file in dataset.Files)
            {
                json.WriteStringValue(Path.GetRelativePath(directory, file).Replace('\\', '/'));
            }

            json.WriteEndArray();
            json.WriteStartArray("columns");
            foreach (var column in dataset.Leaf.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.FileName);
                json.WriteString("type", column.Type);
                json.WriteString("made_by", column.MadeBy);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
