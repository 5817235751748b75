using Distil.Generators.Emission.Code;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Json;

/// <summary>A member of a JSON object, with the locals that it is read into.</summary>
/// <param name="Local">Holds the value that was read.</param>
/// <param name="Has">Whether the object has the member.</param>
/// <param name="NoDefault">The exception for a member that turns out to have no default.</param>
internal sealed record ReadMember(JsonMemberModel Model, string Local, string Has, string NoDefault);

/// <summary>
/// Statements that make a row of the members that were read. A member whose default only the row itself knows is left alone where it
/// was not read: the row is made without it, and what was read is put into it afterwards.
/// </summary>
/// <param name="w">Where to.</param>
/// <param name="type">The row's type.</param>
/// <param name="canCopy">A <c>with</c> expression copies it: it is a record or a structure.</param>
internal sealed class RowMaking(IndentedWriter w, string type, bool canCopy)
{
    private const string Made = "made";

    /// <summary>Prints the statements, of which the last returns the row.</summary>
    public void Emit(IReadOnlyList<ReadMember> members)
    {
        var certain = members.Where(member => !member.Model.HasDefaultOfRow).ToList();
        var bound = members.Where(member => member.Model.HasDefaultOfRow && !CanBeSet(member)).ToList();
        var settable = members.Where(member => member.Model.HasDefaultOfRow && CanBeSet(member)).ToList();
        if (bound.Count + settable.Count == 0)
        {
            w.Line($"return {New(certain)};");
            return;
        }

        if (bound.Count > 0)
        {
            EmitBound(certain, bound);
        }
        else
        {
            w.Line($"var {Made} = {New(certain)};");
        }

        EmitProofs(settable);
        foreach (var member in settable)
        {
            using (w.Block($"if ({member.Has})"))
            {
                w.Line($"{Made}.{Names.Escape(member.Model.Name)} = {member.Local};");
            }

            w.Gap();
        }

        w.Line($"return {Made};");
    }

    /// <summary>
    /// The expression of an object of these members. Members that no file has and that an object must be given get their default.
    /// </summary>
    public string New(IEnumerable<ReadMember> members) => CallEmitter.New(type, members
        .Where(member => member.Model.IsRead || member.Model is { InConstructor: true, IsOptional: false })
        .Select(member => (member.Model.Target, member.Model.InConstructor, member.Model.IsRead ? member.Local : "default")));

    /// <summary>
    /// Prints how members are set that only a new object or a copy takes. If all were read, the object is made in one step.
    /// </summary>
    private void EmitBound(List<ReadMember> certain, List<ReadMember> bound)
    {
        var read = bound.Where(member => member.Model.IsRead).ToList();
        if (read.Count == 0)
        {
            w.Line($"var {Made} = {New(certain)};");
            EmitProofs(bound);
            return;
        }

        w.Line($"{type} {Made};");
        using (w.Block($"if ({string.Join(" && ", read.Select(member => member.Has))})"))
        {
            w.Line($"{Made} = {New([.. certain, .. read])};");
            EmitProofs([.. bound.Where(member => !member.Model.IsRead)]);
        }

        using (w.Block("else"))
        {
            w.Line($"{Made} = {New(certain)};");
            EmitProofs(bound);
            if (read.Count > 1)
            {
                using var any = w.Block($"if ({string.Join(" || ", read.Select(member => member.Has))})");
                w.Line($"{Made} = {Completed(certain, read)};");
            }
        }

        w.Gap();
    }

    private string Completed(List<ReadMember> certain, List<ReadMember> read)
    {
        var values = read.Select(member =>
            member with { Local = $"{member.Has} ? {member.Local} : {Made}.{Names.Escape(member.Model.Name)}" }).ToList();
        return canCopy && !read.Exists(member => member.Model.InConstructor)
            ? $"{Made} with {{ {string.Join(", ", values.Select(member => $"{Names.Escape(member.Model.Name)} = {member.Local}"))} }}"
            : New([.. certain, .. values]);
    }

    private void EmitProofs(List<ReadMember> members)
    {
        foreach (var member in members.Where(member => member.Model.Proof != DefaultProof.None))
        {
            var absent = member.Model.IsRead ? $"!{member.Has} && " : "";
            using (w.Block($"if (strict && {absent}{IsMissing(member.Model, Made)})"))
            {
                w.Line($"throw {member.NoDefault};");
            }

            w.Gap();
        }
    }

    /// <summary>Whether a row that was made without the member shows that it has no default.</summary>
    public static string IsMissing(JsonMemberModel member, string row)
    {
        var value = $"{row}.{Names.Escape(member.Name)}";
        return member.Proof == DefaultProof.NotNull
            ? $"{value} is null"
            : $"{CSharpTypes.Generic}EqualityComparer<{member.JsonType}>.Default.Equals({value}, default)";
    }

    private static bool CanBeSet(ReadMember member) => !member.Model.InConstructor && !member.Model.IsInitOnly;
}
