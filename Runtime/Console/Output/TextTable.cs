namespace Distil.CommandLine.Output;

/// <summary>Text in columns.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Writes a table; a column is as wide as its widest text. Numbers stand at the right.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string> heads, IEnumerable<string[]> rows, int firstNumber = int.MaxValue)
    {
        string[][] lines = [[.. heads], .. rows];
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
        {
            var cells = line.Select((text, column) => column < firstNumber ? text.PadRight(widths[column]) : text.PadLeft(widths[column]));
            output.WriteLine((Gap + string.Join(Gap, cells)).TrimEnd());
        }
    }
}
