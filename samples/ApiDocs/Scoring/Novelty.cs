using System.Collections.Frozen;
using Distil;

namespace ApiDocs;

/// <summary>
/// Scores how much of an answer is not already in its question, from 0 to 1. "Gets or sets the name" says nothing about a property
/// <c>Name</c>.
/// </summary>
[Step]
public sealed class Novelty
{
    // Words are compared by how they begin: cancel, cancels, cancelled and cancellation are one.
    private const int Stem = 5;

    // Words of grammar, and those with which documentation always begins.
    private static readonly FrozenSet<string> Empty =
        ("a all also an and any are as at be been by can do does for from has have if in into is it its may not of on one or other that "
         + "the there these this those to used using was when where which while will with "
         + "class conta creat curre defin enume get gets given imple indic initi insta inter membe metho new objec param prope provi "
         + "repre retur set sets speci struc type types value")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Compares an answer with its question.</summary>
    [return: Column("novelty")]
    public double Process(string question, string answer)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var asked = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = new Words(question);
        while (words.MoveNext())
        {
            asked.Add(Begin(words.Current));
        }

        int before = known.Count;
        int old = 0;
        var empty = Empty.GetAlternateLookup<ReadOnlySpan<char>>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var once = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        words = new Words(answer);
        while (words.MoveNext())
        {
            ReadOnlySpan<char> word = Begin(words.Current);
            if (!empty.Contains(word) && once.Add(word))
            {
                old += asked.Add(word) ? 0 : 1;
            }
        }

        int found = known.Count - before;
        return found == 0 ? 0 : Math.Round((double)found / (found + old), 3);
    }

    private static ReadOnlySpan<char> Begin(ReadOnlySpan<char> word) => word.Length > Stem ? word[..Stem] : word;
}
