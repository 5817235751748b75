using System.Text;
using Distil.Journal.Records;

namespace Distil.Journal.Earlier;

/// <summary>
/// The answers of earlier generations, and which rows have them: those that were given them or, later, have taken them over. Generations of
/// another directory, whose answers are reused, count as ones before the first.
/// </summary>
/// <remarks>
/// Filled from all records of the other journal, then from all of the own one, in order, by one thread. After <see cref="Complete"/> each
/// step asks its <see cref="EarlierStep"/>.
/// </remarks>
/// <param name="generation">The number of this generation.</param>
/// <param name="journalId">The id of the own journal.</param>
/// <param name="reusedId">The id of the other journal; null: there is none.</param>
internal sealed class EarlierAnswers(uint generation, Guid journalId = default, Guid? reusedId = null)
{
    /// <summary>How much lower generations of another directory are counted.</summary>
    private const long Before = 1L << 32;

    private readonly List<DescribedStep> _steps = [];
    private readonly Dictionary<(long Generation, int Step), int> _indices = [];
    private readonly Dictionary<long, UInt128?> _sources = [];

    /// <summary>The answers.</summary>
    public EarlierTable Table { get; } = new();

    /// <summary>Takes a record of the own journal: of earlier generations all, of this one descriptions, claims and copies.</summary>
    public void Add(in JournalRecord record)
    {
        if (record.Kind == RecordKind.Copy)
        {
            Copied(record);
        }

        Add(record, record.Generation, isReused: false);
    }

    /// <summary>Takes a record of the journal of another directory.</summary>
    public void AddReused(in JournalRecord record)
    {
        // What was copied there from here is here.
        if (record.Kind != RecordKind.Copy || CopyBody.Journal(record.Body) != journalId)
        {
            Add(record, record.Generation - Before, isReused: true);
        }
    }

    private void Add(in JournalRecord record, long from, bool isReused)
    {
        switch (record.Kind)
        {
            case RecordKind.Step:
                _steps[IndexOf(from, record.Step)].Name = Encoding.UTF8.GetString(record.Body);
                break;
            case RecordKind.Fingerprint:
                _steps[IndexOf(from, record.Step)].Fingerprint = Encoding.UTF8.GetString(record.Body);
                break;
            case RecordKind.Generation:
                _sources[from] = GenerationBody.Read(record.Body);
                break;
            case RecordKind.Claim:
                Claim(record, new(ClaimBody.Location(record.Body), isReused), IndexOf(from, record.Step));
                break;
            case RecordKind.Answer or RecordKind.Batch or RecordKind.Copy when from < generation:
                for (var answer = 0; answer < record.Answers; answer++)
                {
                    Add(record.AnswerAt(answer), new(record.Location, isReused), IndexOf(from, record.Step));
                }

                break;
        }
    }

    /// <summary>Whether this generation is described as it is.</summary>
    /// <param name="steps">Its steps.</param>
    public bool IsDescribed(IEnumerable<DescribedStep> steps) =>
        _sources.ContainsKey(generation)
            && steps.All(step => _indices.TryGetValue((generation, step.Number), out var index) && _steps[index] == step);

    /// <summary>All records are taken.</summary>
    /// <param name="steps">The steps of this generation, in declared order.</param>
    /// <param name="sources">What its sources depend on; null: it is not known.</param>
    /// <returns>By its number in records: what each step may take over.</returns>
    public IReadOnlyDictionary<int, EarlierStep> Complete(IReadOnlyList<DescribedStep> steps, UInt128? sources)
    {
        Table.Complete();
        var lines = new StepLines();
        var lineOf = new int[_steps.Count];
        Array.Fill(lineOf, -1);
        foreach (var earlier in _steps.Where(step => step.Generation < generation).GroupBy(static step => step.Generation)
            .OrderBy(static steps => steps.Key))
        {
            List<DescribedStep> described = [.. earlier.OrderBy(static step => step.Number)];
            var found = lines.Add(earlier.Key, described);
            for (var step = 0; step < found.Length; step++)
            {
                lineOf[_indices[(earlier.Key, described[step].Number)]] = found[step];
            }
        }

        var own = lines.Add(generation, steps);
        var taken = new Dictionary<int, EarlierStep>();
        for (var step = 0; step < steps.Count; step++)
        {
            // Answers that this generation has taken over before are found by the number of the step.
            var owners = new EarlierOwner[_steps.Count];
            for (var index = 0; index < owners.Length; index++)
            {
                var one = _steps[index];
                var isOwn = one.Generation == generation && one.Number == steps[step].Number;
                var isKept = sources is not null && _sources.GetValueOrDefault(one.Generation) == sources;
                owners[index] = new(one.Generation, isOwn, lineOf[index] == own[step], isKept);
            }

            taken.Add(steps[step].Number, new(Table, owners, lines.Names(own[step])));
        }

        return taken;
    }

    private void Add(in AnswerId id, EarlierLocation location, int owner)
    {
        // As in the generation itself, a later answer of the same row takes the place of the one before.
        if (Table.FindWritten(id, null, owner) is > 0 and var known)
        {
            Table[known].Location = location;
            return;
        }

        Table.Add(new()
        {
            Key = id.Key,
            WrittenTag = id.Tag,
            Location = location,
            OwnerTag = id.Tag,
            OwnerNumber = id.Number,
            Owner = owner,
        });
    }

    private void Claim(in JournalRecord record, EarlierLocation location, int owner)
    {
        var id = record.Id;
        var answer = Table.FindWritten(new(id.Key, ClaimBody.Tag(record.Body)), location);
        if (answer > 0)
        {
            ref var claimed = ref Table[answer];
            (claimed.OwnerTag, claimed.OwnerNumber, claimed.Owner) = (id.Tag, id.Number, owner);
        }
    }

    /// <summary>A row has an answer that was copied: nobody takes the one in the other directory any more.</summary>
    private void Copied(in JournalRecord record)
    {
        if (reusedId is null || CopyBody.Journal(record.Body) != reusedId)
        {
            return;
        }

        var written = new AnswerId(record.Id.Key, CopyBody.Tag(record.Body));
        var answer = Table.FindCopied(written, new(CopyBody.Location(record.Body), isReused: true));
        if (answer > 0)
        {
            Table[answer].Owner = EarlierAnswer.TakenNow;
        }
    }

    private int IndexOf(long from, int step)
    {
        if (!_indices.TryGetValue((from, step), out var index))
        {
            index = _steps.Count;
            _steps.Add(new(from, step));
            _indices.Add((from, step), index);
        }

        return index;
    }
}
