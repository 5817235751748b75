using Distil.Generators.Model;
using Distil.Generators.Planning;

namespace Distil.Generators.Tests.Planning;

/// <content>What the heads give: rows, or how far they have come; null where they wait.</content>
internal sealed partial class FlowingRun
{
    private IEnumerable<(Dictionary<KeyModel, long>? Keys, bool IsRow)> Pass(StageModel stage)
    {
        var channel = _channels[stage.Index][0];
        while (true)
        {
            channel.Settle();
            if (channel.Items.Count > 0)
            {
                yield return (channel.Take(), true);
            }
            else if (channel.IsComplete)
            {
                yield break;
            }
            else
            {
                yield return (new(channel.Mark), false);
                yield return (null, false);
            }
        }
    }

    private IEnumerable<(Dictionary<KeyModel, long>? Keys, bool IsRow)> Batches(StageModel stage)
    {
        var channel = _channels[stage.Index][0];
        var size = _pipeline.Steps[stage.Step].Settings.BatchSize;
        var held = new Queue<Dictionary<KeyModel, long>>();
        while (true)
        {
            channel.Settle();
            var next = channel.Items.Count > 0 ? channel.Items.Peek().Keys : channel.Mark;
            if (held.Count == size || channel.IsComplete || (held.Count > 0 && stage.CloseForks.Any(fork => Block(fork, held.Peek()) != Block(fork, next))))
            {
                while (held.Count > 0)
                {
                    yield return (held.Dequeue(), true);
                }

                // More may have come while the rows left.
                channel.Settle();
            }

            if (channel.Items.Count > 0)
            {
                held.Enqueue(channel.Take());
            }
            else if (channel.IsComplete)
            {
                yield break;
            }
            else
            {
                yield return (held.Count > 0 ? held.Peek() : new(channel.Mark), false);
                yield return (null, false);
            }
        }

        long Block(int fork, Dictionary<KeyModel, long> keys)
        {
            var apart = (long)BatchesApart * size;
            if (!_plan.Forks[fork].IsSource)
            {
                return keys[new KeyModel(KeyKind.Fork, fork)] / apart;
            }

            var number = keys[s_number];
            var source = (long)_pipeline.Steps[_plan.Forks[fork].Step].SourceIndex;
            return number >> SimulatedRow.SourceBits < source ? -1
                : number >> SimulatedRow.SourceBits > source ? long.MaxValue
                : (number & PlaceMask) / apart;
        }
    }

    private IEnumerable<(Dictionary<KeyModel, long>? Keys, bool IsRow)> All(StageModel stage)
    {
        var channel = _channels[stage.Index][0];
        var held = new List<Dictionary<KeyModel, long>>();
        while (!channel.IsComplete)
        {
            channel.Settle();
            if (channel.Items.Count > 0)
            {
                held.Add(channel.Take());
            }
            else if (!channel.IsComplete)
            {
                // It holds its first row and knows no smaller one.
                if (!_starts.Contains(stage.Step))
                {
                    yield return (held.Count > 0 ? held[0] : new(channel.Mark), false);
                }

                yield return (null, false);
            }
        }

        var step = _pipeline.Steps[stage.Step];
        foreach (var row in StepGraph.MakesNewRows(step) ? Number(step.SourceIndex, SourceRows) : held.Select(row => ((Dictionary<KeyModel, long>?)row, true)))
        {
            yield return row;
        }
    }

    private IEnumerable<(Dictionary<KeyModel, long>? Keys, bool IsRow)> Aligned(StageModel stage, bool isMerge)
    {
        var channels = _channels[stage.Index];
        var isZip = stage.Head == HeadKind.Zip;
        while (true)
        {
            foreach (var channel in channels)
            {
                channel.Settle();
            }

            var fronts = Enumerable.Range(0, channels.Length).Select(Front).ToArray();
            var front = fronts.Min();
            _progress[stage.Index] = front;
            if (front == long.MaxValue || (isZip && fronts.Contains(long.MaxValue)))
            {
                break;
            }

            var present = Enumerable.Range(0, channels.Length).Where(input => HasRow(input) && fronts[input] == front).ToList();
            var waiting = Enumerable.Range(0, channels.Length).Where(input => !HasRow(input) && fronts[input] == front).ToList();
            if (isMerge && present.Count > 0 && waiting.TrueForAll(input => input > present[0]))
            {
                yield return (Combined(channels[present[0]].Take()), true);
            }
            else if (!isMerge && waiting.Count == 0)
            {
                var rows = present.Select(input => channels[input].Take()).ToList();
                if (rows.Count == channels.Length || (stage.Inputs[0].RouteKey >= 0 && rows.Count > 0))
                {
                    yield return (Combined(rows[0]), true);
                }
            }
            else
            {
                yield return (Reached(), false);
                yield return (null, false);
            }
        }

        // A zip ends with its shortest side; the others are read to their ends.
        while (!Array.TrueForAll(channels, channel => channel.IsComplete))
        {
            foreach (var channel in channels)
            {
                for (channel.Settle(); channel.Items.Count > 0; channel.Settle())
                {
                    channel.Take();
                }
            }

            // Nothing more comes out, and those below must know it while a longer side is still held back by them.
            _progress[stage.Index] = long.MaxValue;
            yield return (channels[0].Outlet.Keys.Where(IsOrdered).ToDictionary(key => key, _ => long.MaxValue), false);
            yield return (null, false);
        }

        bool HasRow(int input) => channels[input].Items.Count > 0;

        long Front(int input)
        {
            var front = channels[input].Front(channels[input].Outlet.Keys[stage.Inputs[input].ForkKey]);
            return isZip && front != long.MaxValue ? front & PlaceMask : front;
        }

        Dictionary<KeyModel, long> Combined(Dictionary<KeyModel, long> keys)
        {
            var result = new Dictionary<KeyModel, long>(keys);
            foreach (var key in channels.SelectMany(channel => channel.Outlet.Keys).Where(key => key.Kind == KeyKind.Child))
            {
                result.TryAdd(key, -1);
            }

            return result;
        }

        // Below a zip the left side's numbers go on, as far as all sides have come.
        Dictionary<KeyModel, long> Reached() => isZip
            ? new() { [s_number] = Math.Min(channels[0].Front(s_number), (channels[0].Front(s_number) & ~PlaceMask) + Enumerable.Range(1, channels.Length - 1).Min(Front)) }
            : channels[0].Outlet.Keys.Where(IsOrdered).Where(key => channels.All(channel => channel.Mark.ContainsKey(key)))
                .ToDictionary(key => key, key => channels.Min(channel => channel.Front(key)));
    }
}
