using Distil.Engine.Calls;
using Distil.Journal.Records;
using Distil.Steps;

namespace Distil.Runtime.Tests.Journal.Earlier;

/// <summary>A row that comes to a step.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Child">Which of the rows with the number it is.</param>
/// <param name="Input">What the step is given.</param>
internal sealed record TakenRow(long Number, int Child, int Input)
{
    /// <summary>What names it in its source.</summary>
    public (long, int) Id => (Number, Child);

    /// <summary>The tag that it has in a step.</summary>
    public ulong TagIn(string step) => StableHashing.Add(StableHashing.Add(AnswerKeeper.SeedOf(step), Number), Child);

    /// <summary>The name of its answer.</summary>
    public AnswerId IdIn(string step, int fingerprint) =>
        new(new((ulong)Input * 0x9E3779B97F4A7C15, (ulong)fingerprint), TagIn(step)) { Number = Number };
}
