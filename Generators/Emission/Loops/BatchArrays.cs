using Distil.Generators.Model;

namespace Distil.Generators.Emission.Loops;

/// <summary>The arrays of a batch, as locals.</summary>
internal sealed class BatchArrays
{
    public Dictionary<KeyModel, string> Keys { get; } = [];

    public Dictionary<int, string> Columns { get; } = [];

    /// <summary>How many rows a batch that is written to has.</summary>
    public string Count { get; set; } = "";
}
