namespace Distil.Libraries.CSharp;

/// <summary>A row whose defaults its initialisers give.</summary>
[Row]
public record Mine(int Id)
{
    public string? Note { get; init; } = "none";

    public int? Size { get; init; } = 7;

    public int Count { get; init; } = 3;
}

/// <summary>The same of a structure.</summary>
[Row]
public record struct Small(int Id)
{
    public string? Note { get; set; } = "none";

    public int? Size { get; init; } = 7;

    public int Count { get; init; } = 3;
}

/// <summary>A row whose defaults its constructor and a field give.</summary>
[Row]
public sealed class Constructed
{
    private string? _note = "none";

    public Constructed(int id)
    {
        Id = id;
        Size = 7;
        Count = id + 1;
    }

    public int Id { get; }

    public string? Note
    {
        get => _note;
        set => _note = value;
    }

    public int? Size { get; init; }

    public int Count { get; init; }
}

/// <summary>A row with members that must be given, and one without a default.</summary>
[Row]
public sealed class Demanding
{
    public required int Id { get; init; }

    public required string Name { get; set; }

    public string Note { get; init; } = "none";

    public int Size { get; set; } = 7;

    /// <summary>Nothing gives it a value.</summary>
    public int Count { get; init; }
}
