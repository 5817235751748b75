using System.Text;
using Distil.Journal.Records;

namespace Distil.Journal.Earlier;

/// <summary>
/// The answers of earlier generations, and which rows have them: those that were given them or, later, have taken them over.
/// </summary>
/// <remarks>
/// Filled from all records of the journal, in order, by one thread. After <see cref="Complete"/> each step asks its
/// <see cref="EarlierStep"/>.
/// </remarks>
/// <param name="generation">The number of this generation.</param>
internal sealed class EarlierAnswers(uint generation)
{
    private readonly List<DescribedStep> _steps = [];
    private readonly Dictionary<(uint Generation, int Step), int> _indices = [];
    private readonly Dictionary<uint, UInt128?> _sources = [];

    /// <summary>The answers.</summary>
    public EarlierTable Table { get; } = new();

    /// <summary>Takes a record of the journal: of earlier generations all, of this one descriptions and claims.</summary>
    public void Add(in JournalRecord record)
    {
        switch (record.Kind)
        {
            case RecordKind.Step:
                _steps[IndexOf(record)].Name = Encoding.UTF8.GetString(record.Body);
                break;
            case RecordKind.Fingerprint:
                _steps[IndexOf(record)].Fingerprint = Encoding.UTF8.GetString(record.Body);
                break;
            case RecordKind.Generation:
                _sources[record.Generation] = GenerationBody.Read(record.Body);
                break;
            case RecordKind.Claim:
                Claim(record);
                break;
            case RecordKind.Answer or RecordKind.Batch when record.Generation < generation:
                for (var answer = 0; answer < record.Answers; answer++)
                {
                    Add(record.AnswerAt(answer), record.Location, IndexOf(record));
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

    private void Add(in AnswerId id, JournalLocation location, int owner)
    {
        // As in the generation itself, a later answer of the same row takes the place of the one before.
        if (Table.FindWritten(id, null, owner) is > 0 and var known)
        {
            Table[known].Location = location.Packed;
            return;
        }

        Table.Add(new()
        {
            Key = id.Key,
            WrittenTag = id.Tag,
            Location = location.Packed,
            OwnerTag = id.Tag,
            OwnerNumber = id.Number,
            Owner = owner,
        });
    }

    private void Claim(in JournalRecord record)
    {
        var id = record.Id;
        var written = new AnswerId(id.Key, ClaimBody.Tag(record.Body));
        var answer = Table.FindWritten(written, ClaimBody.Location(record.Body));
        if (answer > 0)
        {
            ref var claimed = ref Table[answer];
            (claimed.OwnerTag, claimed.OwnerNumber, claimed.Owner) = (id.Tag, id.Number, IndexOf(record));
        }
    }

    private int IndexOf(in JournalRecord record)
    {
        if (!_indices.TryGetValue((record.Generation, record.Step), out var index))
        {
            index = _steps.Count;
            _steps.Add(new(record.Generation, record.Step));
            _indices.Add((record.Generation, record.Step), index);
        }

        return index;
    }
}
