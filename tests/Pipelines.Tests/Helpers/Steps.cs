namespace Distil.Pipelines.Tests.Helpers;

// The steps that most pipelines of these tests are made of. Each does one thing; the column is `number` where nothing is said.

/// <summary>The numbers 0 to <paramref name="count"/> - 1.</summary>
[Source(Version = "1")]
public sealed class Numbers(int count)
{
    [return: Column("number")]
    public IEnumerable<int> Read() => Enumerable.Range(0, count);
}

/// <summary>The same, each after the thread pool had a turn.</summary>
[Source(Version = "1")]
public sealed class NumbersLater(int count)
{
    [return: Column("number")]
    public async IAsyncEnumerable<int> ReadAsync()
    {
        for (var i = 0; i < count; i++)
        {
            if (i % 7 == 0)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }
}

/// <summary>A batch step that writes down what it was called with and hands it on.</summary>
[Step]
public sealed class See(Calls seen)
{
    [return: Column("number")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<int> number)
    {
        seen.Add(number);
        return [.. number];
    }
}

/// <summary>The same, with a column of its own: <c>mark</c> is the number and the step's name.</summary>
[Step]
public sealed class Tag(string name, Calls seen)
{
    [return: Column("mark")]
    public IReadOnlyList<string> ProcessBatch(IReadOnlyList<int> number)
    {
        seen.Add(number);
        return [.. number.Select(n => $"{name}{n}")];
    }
}

/// <summary>A row step with a column of its own, <c>text</c>.</summary>
[Step]
public sealed class Name(string name)
{
    [return: Column("text")]
    public string Process(int number) => $"{name}{number}";
}

/// <summary>The same, with an answer that comes after a while, never the same.</summary>
[Step(Concurrency = 8)]
public sealed class NameLater(string name, int milliseconds)
{
    [return: Column("text")]
    public async ValueTask<string> ProcessAsync(int number)
    {
        var delay = Random.Shared.Next(milliseconds + 1);
        if (delay == 0)
        {
            await Task.Yield();
        }
        else
        {
            await Task.Delay(delay);
        }

        return $"{name}{number}";
    }
}

/// <summary>Adds to the number.</summary>
[Step]
public sealed class Add(int amount)
{
    [return: Column("number")]
    public int Process(int number) => number + amount;
}

/// <summary>Keeps each row whose number can be divided.</summary>
[Filter]
public sealed class Divisible(int by)
{
    public bool Keep(int number) => number % by == 0;
}

/// <summary>Keeps nothing.</summary>
[Filter]
public sealed class Nothing
{
    public bool Keep(int number) => number < 0;
}

/// <summary>Makes several rows of one; <c>part</c> is the child's number.</summary>
[Expand]
public sealed class Split(int parts)
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number) => Enumerable.Range(0, number < 0 ? 0 : parts);
}

/// <summary>A global step: <c>total</c> is the same for all rows.</summary>
[Step]
public sealed class Total(Calls seen)
{
    [return: Column("total")]
    public IReadOnlyList<long> ProcessAll(IReadOnlyList<int> number)
    {
        seen.Add(number);
        var total = number.Sum(n => (long)n);
        return [.. number.Select(_ => total)];
    }
}

public enum Parity
{
    Even,
    Odd,
}

[Router]
public sealed class ByParity
{
    public Parity Route(int number) => number % 2 == 0 ? Parity.Even : Parity.Odd;
}

[Flags]
public enum Ways
{
    None = 0,
    A = 1,
    B = 2,
    C = 4,
    D = 8,
}

/// <summary>Two of four ways, by the number.</summary>
[Router]
public sealed class TwoOfFour
{
    public static IReadOnlyList<Ways> Pairs { get; } =
        [Ways.A | Ways.B, Ways.A | Ways.C, Ways.A | Ways.D, Ways.B | Ways.C, Ways.B | Ways.D, Ways.C | Ways.D];

    public Ways Route(int number) => Pairs[number % Pairs.Count];
}

[Flags]
public enum Bits
{
    None = 0,
    Low = 1,
    High = 2,
}

/// <summary>Any of two ways, both or none, by the number's two lowest bits.</summary>
[Router]
public sealed class ByBits
{
    public Bits Route(int number) => (Bits)(number & 3);
}

/// <summary>Writes the numbers to a list.</summary>
[Sink]
public sealed class Collect(Log<int> rows)
{
    public void Write(int number) => rows.Add(number);
}

/// <summary>Fails at one number.</summary>
[Step]
public sealed class FailAt(int bad)
{
    [return: Column("number")]
    public int Process(int number) => number == bad ? throw new InvalidDataException($"No {bad}.") : number;
}
