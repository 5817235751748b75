using Distil.Generators.Model;

namespace Distil.Generators.Emission.Loops;

/// <summary>The locals that hold the column arrays of a batch.</summary>
internal sealed class BatchArrays
{
    public Dictionary<KeyModel, string> Keys { get; } = [];

    public Dictionary<int, string> Columns { get; } = [];

    /// <summary>The local that holds the number of rows in the batch of an outlet.</summary>
    public string Count { get; set; } = "";
}
