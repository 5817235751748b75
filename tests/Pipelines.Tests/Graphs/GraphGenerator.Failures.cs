namespace Distil.Pipelines.Tests.Graphs;

/// <summary>What becomes of the rows that the steps fail on.</summary>
internal sealed partial class GraphGenerator
{
    /// <summary>
    /// Gives each step a policy and attempts. Under <c>Stop</c> steps do not fail, for that would end the run; but in some graphs one does.
    /// </summary>
    private void DrawFailures()
    {
        foreach (var node in _nodes.Where(node => node.CanFail))
        {
            node.Policy = _random.Next(10) switch
            {
                < 3 when node.Kind is Kind.Row or Kind.Batch => OnError.Null,
                < 6 when node.Kind is Kind.Children => OnError.Stop,
                < 2 => OnError.Stop,
                _ => OnError.DeadLetter,
            };
            while (node.Policy == OnError.Stop && node.IsFailing)
            {
                node.Salt = Salt();
            }

            node.Retries = node.Kind switch
            {
                Kind.Drain => null,
                Kind.Children => node.IsLater && Chance(60) ? 0 : null,
                _ => Chance(20) ? _random.Next(4) : null,
            };
            node.HasTimeout = node.Kind == Kind.Children && !node.IsLater && Chance(50);
            node.SplitsBatches = !node.IsBatch || Chance(80);
        }

        var failing = _nodes.FindAll(node => node.IsFailing);
        if (failing.Count > 0 && Chance(15))
        {
            Pick(failing).Policy = OnError.Stop;
        }
    }
}
