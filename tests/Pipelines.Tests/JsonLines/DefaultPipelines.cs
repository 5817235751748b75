using CSharpRows = Distil.Libraries.CSharp;
using VisualBasicRows = Distil.Libraries.VisualBasic;

namespace Distil.Pipelines.Tests.JsonLines;

/// <summary>A row of this project whose defaults a constructor and a field give.</summary>
[Row]
public sealed class Backed
{
    private string? _note = "none";

    public Backed(int id)
    {
        Id = id;
        Size = 7;
    }

    public int Id { get; }

    public string? Note
    {
        get => _note;
        init => _note = value;
    }

    public int? Size { get; init; }

    public int Count { get; set; } = 3;
}

[Pipeline]
public sealed partial class ReadMine(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<CSharpRows.Mine> In { get; } = Distil.JsonLines.Read<CSharpRows.Mine>(path);
}

[Pipeline]
public sealed partial class ReadSmall(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<CSharpRows.Small> In { get; } = Distil.JsonLines.Read<CSharpRows.Small>(path);
}

[Pipeline]
public sealed partial class ReadConstructed(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<CSharpRows.Constructed> In { get; } = Distil.JsonLines.Read<CSharpRows.Constructed>(path);
}

[Pipeline]
public sealed partial class ReadVisualBasic(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<VisualBasicRows.Initialised> In { get; } = Distil.JsonLines.Read<VisualBasicRows.Initialised>(path);
}

[Pipeline]
public sealed partial class ReadVisualBasicConstructed(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<VisualBasicRows.Constructed> In { get; } = Distil.JsonLines.Read<VisualBasicRows.Constructed>(path);
}

[Pipeline]
public sealed partial class ReadBacked(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Backed> In { get; } = Distil.JsonLines.Read<Backed>(path);
}

[Pipeline]
public sealed partial class ReadDemanding(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<CSharpRows.Demanding> In { get; } = Distil.JsonLines.Read<CSharpRows.Demanding>(path);
}

/// <summary>Rows within a row.</summary>
[Row]
public sealed record Holder(
    CSharpRows.Mine? Mine = null,
    CSharpRows.Small? Small = null,
    CSharpRows.Constructed? Constructed = null,
    VisualBasicRows.Initialised? VisualBasic = null,
    VisualBasicRows.Constructed? VisualBasicConstructed = null,
    Backed? Backed = null,
    List<CSharpRows.Demanding>? Demanding = null);

[Pipeline]
public sealed partial class ReadHolder(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Holder> In { get; } = Distil.JsonLines.Read<Holder>(path);
}

[Row]
public sealed record OnlyId(int Id);

[Step]
public sealed class Describe
{
    [return: Column("described")]
    public string Process(CSharpRows.Mine mine, VisualBasicRows.Constructed vb) =>
        $"{mine.Id} {mine.Note} {mine.Size} {mine.Count} / {vb.Id} {vb.Note} {vb.Size} {vb.Count}";
}

/// <summary>Rows that steps take, made of columns of which some are not there.</summary>
[Pipeline]
public sealed partial class DescribeIds(IEnumerable<OnlyId> ids)
{
    Rows<OnlyId> All { get; } = Rows.From(ids);

    [From(nameof(All))]
    Describe Described { get; } = new();

    [From(nameof(All)), Leaf(typeof(CSharpRows.Mine))]
    Pass Mine { get; } = new();

    [From(nameof(All)), Leaf(typeof(Backed))]
    Pass Backed { get; } = new();
}
