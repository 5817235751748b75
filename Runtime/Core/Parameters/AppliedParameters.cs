using System.ComponentModel;

namespace Distil.Engine;

/// <summary>The parameters of one run, set on the steps. Disposing it restores the first values.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AppliedParameters : IDisposable
{
    private readonly Stack<(ParameterDefinition Definition, object? First)> _first = new();

    internal AppliedParameters(IReadOnlyList<StepSettings> settings) => EffectiveSettings = settings;

    /// <summary>The settings that hold for the run, each step's at its own place.</summary>
    public IReadOnlyList<StepSettings> EffectiveSettings { get; }

    /// <summary>Restores the first values of all parameters that were set.</summary>
    public void Dispose()
    {
        List<Exception>? refused = null;
        while (_first.TryPop(out var parameter))
        {
            try
            {
                parameter.Definition.Value = parameter.First;
            }
            catch (Exception exception)
            {
                (refused ??= []).Add(new InvalidOperationException(
                    $"The parameter '{parameter.Definition.Name}' could not be given its first value again: "
                        + $"{ExceptionText.MessageOf(exception)}",
                    exception));
            }
        }

        if (refused is not null)
        {
            throw refused.Count == 1 ? refused[0] : new AggregateException(refused);
        }
    }

    /// <summary>Sets the values, all or none.</summary>
    internal void Set(IEnumerable<(ParameterDefinition Definition, object? Value)> values)
    {
        foreach (var (definition, value) in values)
        {
            var first = definition.Value;
            try
            {
                definition.Value = value;
            }
            catch (Exception exception)
            {
                Dispose();
                throw new ArgumentException(
                    $"The parameter '{definition.Name}' was refused by its step: {ExceptionText.MessageOf(exception)}", exception);
            }

            _first.Push((definition, first));
        }
    }
}
