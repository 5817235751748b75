using Distil.Checkpoints;
using Distil.IO.JsonLines;
using Distil.Journal;

namespace Distil.Engine.Run;

/// <summary>What the data of a run depend on besides its rows: the build, the parameters, the sources.</summary>
internal static class PipelineIdentity
{
    private const string Build = "the build";

    /// <summary>Takes it, with the values that hold for the run.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="settings">Their settings in this run.</param>
    /// <param name="parameters">Their parameters, which have their values.</param>
    /// <param name="sources">What the pipeline and its files say of the sources.</param>
    /// <param name="limit">How many rows of each source are read; null: all.</param>
    public static IReadOnlyList<IdentityPart> Of(
        StepDefinition[] steps,
        IReadOnlyList<StepSettings> settings,
        IReadOnlyList<ParameterDefinition> parameters,
        IEnumerable<IdentityPart> sources,
        long? limit)
    {
        List<IdentityPart> parts =
        [
            IdentityPart.Of(Build, CodeIdentity.Of(steps.Select(static step => step.Instance.GetType()))),
            IdentityPart.Of("RunOptions.Limit", limit) with { IsOfSource = true },
        ];
        for (var step = 0; step < steps.Length; step++)
        {
            var name = steps[step].Name;
            parts.Add(IdentityPart.Hashed($"the code of '{name}'", steps[step].CodeFingerprint) with { Step = name });
            if (steps[step].Form == MethodForm.Batch)
            {
                parts.Add(IdentityPart.Of($"the parameter '{name}.BatchSize'", settings[step].BatchSize));
            }

            if (settings[step].Version is { } version)
            {
                parts.Add(IdentityPart.Of($"the version of '{name}'", version) with { Step = name });
            }

            if (steps[step].Instance is IFingerprint own and not IFileSource)
            {
                parts.Add(IdentityPart.Of($"the fingerprint of '{name}'", FingerprintOf(own)) with { Step = name });
            }
        }

        parts.AddRange(parameters
            .Where(static parameter => !parameter.IsSecret)
            .Select(static parameter =>
                IdentityPart.Of($"the parameter '{parameter.Name}'", parameter.Value) with { Step = parameter.Name.Split('.')[0] }));
        parts.AddRange(sources.Select(static part => part with { IsOfSource = true }));
        return parts;
    }

    /// <summary>What the answers that are kept depend on besides their inputs.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="settings">Their settings in this run.</param>
    /// <param name="identity">What <see cref="Of"/> gave.</param>
    public static KeptAnswers Answers(
        StepDefinition[] steps, IReadOnlyList<StepSettings> settings, IReadOnlyList<IdentityPart> identity) =>
        new(Durable(steps, settings, identity), Sources(steps, identity));

    /// <summary>A hash of what says which rows the sources give; null: that is not known.</summary>
    private static UInt128? Sources(StepDefinition[] steps, IReadOnlyList<IdentityPart> identity)
    {
        var names = steps.Where(static step => step.Kind == StepKind.Source).Select(static step => step.Name)
            .ToHashSet(StringComparer.Ordinal);
        using var key = new KeyWriter();
        var isKnown = true;

        // Times of files that were only touched say nothing of rows: lengths and checksums do.
        foreach (var part in identity.Where(part =>
            part.Recheck is null && (part.IsOfSource || (part.Step is { } step && names.Contains(step)))))
        {
            key.Write(part.Name);
            key.Write(part.Value);
            isKnown &= part.Value is not null;
        }

        var hash = key.End();
        return isKnown ? hash : null;
    }

    private static List<DurableStep> Durable(
        StepDefinition[] steps, IReadOnlyList<StepSettings> settings, IReadOnlyList<IdentityPart> identity)
    {
        var durable = new List<DurableStep>();
        using var key = new KeyWriter();
        for (var step = 0; step < steps.Length; step++)
        {
            if (!settings[step].Durable)
            {
                continue;
            }

            var name = steps[step].Name;
            foreach (var part in identity.Where(part => part.Step == name))
            {
                // Without the step's name: a step that is renamed, or another that is the same, has the same fingerprint.
                key.Write(part.Name.Replace($"'{name}", "'", StringComparison.Ordinal));
                key.Write(part.Value);
            }

            durable.Add(new(step, name, key.End()));
        }

        return durable;
    }

    /// <summary>What a step says that it depends on. If it cannot say so, it cannot be loaded either, and that says why.</summary>
    private static string FingerprintOf(IFingerprint step)
    {
        try
        {
            return step.Fingerprint;
        }
        catch (Exception exception)
        {
            return $"none: {ExceptionText.MessageOf(exception)}";
        }
    }
}
