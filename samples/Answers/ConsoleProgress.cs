using Distil;

namespace Answers;

/// <summary>Says on one line of the console how far a step has come.</summary>
/// <param name="step">The step.</param>
/// <param name="total">How many rows it will have.</param>
internal sealed class ConsoleProgress(string step, int total) : IProgress<RunProgress>
{
    public void Report(RunProgress value)
    {
        var rows = value.Steps.First(one => one.Name == step);
        Console.Write($"\r{rows.RowsOut + rows.Failed:N0} of {total:N0} questions in this run");
    }
}
