using Distil.Generators.Naming;
using Microsoft.Extensions.Configuration;

namespace Distil.CommandLine.Commands;

/// <summary>The values that are given for a pipeline's parameters, by the command line or a configuration.</summary>
/// <param name="OfConstructor">For the constructor's.</param>
/// <param name="OfSteps">For those of steps.</param>
internal sealed record GivenValues(PipelineParameters OfConstructor, PipelineParameters OfSteps)
{
    /// <summary>Reads them. <c>--set</c> wins, then the environment, then other configuration.</summary>
    /// <param name="known">What can be set.</param>
    /// <param name="configuration">The pipeline's section.</param>
    /// <param name="sets"><c>name=value</c>, each.</param>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <exception cref="CommandException">A text is no <c>name=value</c>, or there is no such parameter.</exception>
    public static GivenValues Read(
        IReadOnlyList<PipelineParameter> known, IConfigurationSection configuration, IReadOnlyList<string> sets, string pipeline)
    {
        var given = new GivenValues(new(), new());
        foreach (var parameter in known)
        {
            if (configuration[parameter.ConfigurationKey] is { } text)
            {
                given.Set(parameter, text);
            }
        }

        foreach (var set in sets)
        {
            var equals = set.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                var example = known.Count > 0 ? known[0].Name : "name";
                throw new CommandException($"'--set {set}' does not say name=value, such as --set {example}=1.");
            }

            var name = set[..equals].Trim();
            var parameter = known.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw Unknown(name, known, pipeline);
            given.Set(parameter, set[(equals + 1)..]);
        }

        return given;
    }

    private static CommandException Unknown(string name, IReadOnlyList<PipelineParameter> known, string pipeline)
    {
        var nearest = NearestName.Find(name, known.Select(static one => one.Name));
        var meant = nearest is null ? "." : $"; did you mean '{nearest}'?";
        return new CommandException($"{pipeline} has no parameter '{name}'{meant} The command 'info' lists all of them.");
    }

    private void Set(PipelineParameter parameter, string text) => (parameter.Step is null ? OfConstructor : OfSteps)[parameter.Name] = text;
}
