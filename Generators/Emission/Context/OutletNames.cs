using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Context;

/// <summary>The names of an outlet, of its batch class and of its fields.</summary>
internal sealed class OutletNames
{
    private const string Batch = "Batch";

    private static readonly string[] s_members =
    [
        .. NameScope.ObjectMembers, "Add", "Count", "Capacity", "Keys", "Watermarks", "ForColumns",
    ];

    public OutletNames(EmissionContext context, OutletModel outlet)
    {
        Outlet = outlet;
        var plan = context.Model.Plan;
        var readers = outlet.Readers.Select(reader => plan.Stages[reader]).ToList();
        var step = context.Step(outlet.Step).Name;
        var word = readers.Count switch
        {
            1 when readers[0].Head == HeadKind.Leaf => Names.Capitalize(step) + "Data",
            1 when readers[0].Steps.Contains(outlet.Step) => "Into" + Names.Capitalize(step),
            1 => Names.Capitalize(step) + "To" + Names.Capitalize(context.StageWord(readers[0])),
            _ => Names.Capitalize(step) + "Rows",
        };
        Class = context.Types.Take(word + Batch);
        var batch = Class.LastIndexOf(Batch, StringComparison.Ordinal);
        Variable = Names.Camel(Class.Remove(batch, Batch.Length));

        Fields = new ColumnFields([.. s_members, Class]);
        foreach (var column in outlet.Columns)
        {
            Fields.Add(context, column);
        }
    }

    public OutletModel Outlet { get; }

    /// <summary>The readers of the outlet: each edge into a stage is one.</summary>
    public List<(int Stage, int Branch)> Readers { get; } = [];

    /// <summary>The class of its batches.</summary>
    public string Class { get; }

    /// <summary>The edge, as a local or a parameter.</summary>
    public string Variable { get; }

    /// <summary>The array of each column.</summary>
    public ColumnFields Fields { get; }

    /// <summary>The level of a key; -1 if it does not travel here.</summary>
    public int Level(KeyKind kind, int id)
    {
        for (var level = 0; level < Outlet.Keys.Count; level++)
        {
            if (Outlet.Keys[level].Kind == kind && Outlet.Keys[level].Id == id)
            {
                return level;
            }
        }

        return -1;
    }
}
