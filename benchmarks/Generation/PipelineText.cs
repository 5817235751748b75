using System.Text;

namespace Distil.Benchmarks.Generation;

/// <summary>
/// The text of a pipeline of any size, as a user would write it: blocks of ten steps, each block with classes of its own. A block
/// cleans, filters, sends rows two ways (one awaited, one not), merges them, judges them, computes a batch and a row step side by
/// side and joins both. Every fifth block ends in a data set and the next begins with a source of its own.
/// </summary>
internal static class PipelineText
{
    private const int StepsInBlock = 10;

    private const int BlocksInChain = 5;

    /// <summary>The file of the pipeline class.</summary>
    public const string PipelinePath = "Large.cs";

    /// <summary>A file that no pipeline needs.</summary>
    public const string OtherPath = "Other.cs";

    /// <summary>Every file of the project, by path.</summary>
    /// <param name="steps">A multiple of ten.</param>
    public static IReadOnlyList<(string Path, string Text)> Files(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(steps % StepsInBlock, 0);
        var blocks = steps / StepsInBlock;
        return
        [
            ("Usings.cs", "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Text; "
                + "global using System.Threading; global using System.Threading.Tasks; global using Distil;"),
            (OtherPath, "namespace App;\n\npublic static class Other\n{\n    public static int Twice(int number)\n    {\n        return number * 2;\n    }\n}\n"),
            (PipelinePath, Pipeline(blocks)),
            .. Enumerable.Range(0, blocks).Select(block => (StepsPath(block), Steps(block))),
        ];
    }

    /// <summary>The file of one block's classes.</summary>
    public static string StepsPath(int block) => $"Steps{block}.cs";

    private static bool Begins(int block) => block % BlocksInChain == 0;

    private static string Pipeline(int blocks)
    {
        var text = new StringBuilder("namespace App;\n\n/// <summary>Asks, judges and embeds.</summary>\n[Pipeline]\npublic sealed partial class Large(Client client)\n{\n");
        for (var i = 0; i < blocks; i++)
        {
            text.Append(Begins(i)
                ? $"    Load{i} First{i} {{ get; }} = new();\n"
                : $"    [From(nameof(Best{i - 1})), Keep(\"id\", \"text\")] Trim{i} First{i} {{ get; }} = new();\n");
            text.Append(FormattableString.Invariant($$"""
                    [From(nameof(First{{i}}))] Clean{{i}} Clean{{i}} { get; } = new();
                    [From(nameof(Clean{{i}}))] LongEnough{{i}} LongEnough{{i}} { get; } = new();
                    [From(nameof(LongEnough{{i}}))] ByKind{{i}} ByKind{{i}} { get; } = new();
                    [From(nameof(ByKind{{i}}), When = Kind{{i}}.Question), Step(Concurrency = 8)] Ask{{i}} Ask{{i}} { get; } = new(client);
                    [From(nameof(ByKind{{i}}), When = Kind{{i}}.Statement)] Quote{{i}} Quote{{i}} { get; } = new();
                    [Merge(nameof(Ask{{i}}), nameof(Quote{{i}}))] Judge{{i}} Judge{{i}} { get; } = new();
                    [From(nameof(Judge{{i}}))] Embed{{i}} Embed{{i}} { get; } = new(client);
                    [From(nameof(Judge{{i}}))] Measure{{i}} Measure{{i}} { get; } = new();
                    [From(nameof(Embed{{i}}), nameof(Measure{{i}}))] Best{{i}} Best{{i}} { get; } = new();

                """).Replace("\r", "", StringComparison.Ordinal));
        }

        return text.Append("}\n\n/// <summary>Answers.</summary>\npublic sealed class Client\n{\n"
            + "    public Task<string> AskAsync(string text, double temperature, CancellationToken ct) => Task.FromResult(text);\n"
            + "    public Task<float[][]> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct) => Task.FromResult(texts.Select(text => new float[8]).ToArray());\n}\n").ToString();
    }

    private static string Steps(int i) => FormattableString.Invariant($$"""
        namespace App;

        [Row] public sealed record Item{{i}}(int Id, string Text);
        [Row] public readonly record struct Cleaned{{i}}(string Body, int Words, bool IsQuestion);
        public enum Kind{{i}} { Question, Statement }

        {{(Begins(i) ? $$"""
        /// <summary>Gives the rows.</summary>
        [Source] public sealed class Load{{i}}
        {
            public IEnumerable<Item{{i}}> Read(long offset)
            {
                for (var id = (int)offset; id < 1000; id++)
                {
                    yield return new Item{{i}}(id, "text number " + id);
                }
            }
        }
        """ : $$"""
        /// <summary>Leaves out what is too long.</summary>
        [Step] public sealed class Trim{{i}}
        {
            [RuntimeParameter] public int Most { get; set; } = 4000;

            [return: Column("text")] public string Process(string text)
            {
                var trimmed = text.Trim();
                return trimmed.Length > Most ? trimmed.Substring(0, Most) : trimmed;
            }
        }
        """)}}

        /// <summary>Takes out what is no text.</summary>
        [Step] public sealed class Clean{{i}}
        {
            public Cleaned{{i}} Process(string text)
            {
                var body = new StringBuilder(text.Length);
                var words = 0;
                var isInWord = false;
                foreach (var letter in text)
                {
                    if (char.IsControl(letter)) continue;
                    words += char.IsLetter(letter) && !isInWord ? 1 : 0;
                    isInWord = char.IsLetter(letter);
                    body.Append(letter);
                }

                return new(body.ToString(), words, text.EndsWith('?'));
            }
        }

        /// <summary>Rows with enough words.</summary>
        [Filter] public sealed class LongEnough{{i}}
        {
            [RuntimeParameter] public int Least { get; set; } = 3;

            public bool Keep(int words) => words >= Least;
        }

        /// <summary>Questions one way, statements the other.</summary>
        [Router] public sealed class ByKind{{i}}
        {
            public Kind{{i}} Route(bool isQuestion) => isQuestion ? Kind{{i}}.Question : Kind{{i}}.Statement;
        }

        /// <summary>Asks the model.</summary>
        [Step] public sealed class Ask{{i}}(Client client) : IFingerprint
        {
            [RuntimeParameter] public double Temperature { get; set; } = 0.7;

            [RuntimeParameter] public string? Prefix { get; set; }

            public string Fingerprint => "model {{i}}";

            [return: Column("answer")] public async Task<string> ProcessAsync(string body, CancellationToken ct)
            {
                var prompt = Prefix is null ? body : Prefix + " " + body;
                var answer = await client.AskAsync(prompt, Temperature, ct);
                return answer.Length == 0 ? throw new InvalidOperationException("No answer.") : answer;
            }
        }

        /// <summary>Repeats a statement.</summary>
        [Step] public sealed class Quote{{i}}
        {
            [return: Column("answer")] public string Process(string body) => "\"" + body + "\"";
        }

        /// <summary>Scores the answer.</summary>
        [Step] public sealed class Judge{{i}}
        {
            public (double Score, string Reason) Process(string body, string answer)
            {
                var common = body.Split(' ').Intersect(answer.Split(' '), StringComparer.OrdinalIgnoreCase).Count();
                var score = common / (double)Math.Max(1, body.Split(' ').Length);
                return (score, score > 0.5 ? "much in common" : "little in common");
            }
        }

        /// <summary>Embeds answers.</summary>
        [Step(BatchSize = 64)] public sealed class Embed{{i}}(Client client) : IFingerprint
        {
            public string Fingerprint => "embedding {{i}}";

            [return: Column("vector")] public async Task<IReadOnlyList<float[]>> ProcessBatchAsync(IReadOnlyList<string> answer, CancellationToken ct)
            {
                var vectors = await client.EmbedAsync(answer, ct);
                foreach (var vector in vectors)
                {
                    var length = MathF.Sqrt(vector.Sum(value => value * value));
                    for (var i = 0; i < vector.Length && length > 0; i++) vector[i] /= length;
                }

                return vectors;
            }
        }

        /// <summary>Counts.</summary>
        [Step] public sealed class Measure{{i}}
        {
            public (int Length, int Lines) Process(string answer)
            {
                var lines = 1;
                foreach (var letter in answer) lines += letter == '\n' ? 1 : 0;
                return (answer.Length, lines);
            }
        }

        /// <summary>Puts all together.</summary>
        [Step] public sealed class Best{{i}}
        {
            [return: Column("rank")] public double Process(double score, int length, int lines, float[] vector, StepContext context)
            {
                var weight = vector.Length == 0 ? 0 : vector.Max();
                return score + (weight / Math.Max(1, length)) - (lines * 0.01);
            }
        }

        """).Replace("\r", "", StringComparison.Ordinal);
}
