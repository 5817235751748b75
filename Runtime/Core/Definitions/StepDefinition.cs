using System.ComponentModel;
using Distil.Definitions;

namespace Distil.Engine;

/// <summary>The definition of a step, which generated code makes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepDefinition
{
    private readonly string? _initialiser;

    /// <summary>Makes a definition.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="form">How much its method sees at once.</param>
    /// <param name="instance">The user's object.</param>
    /// <param name="settings">Its settings as they were compiled; null: the defaults of <see cref="StepSettings"/>.</param>
    /// <param name="initialiser">The hash of the code by which the pipeline makes it; null: it is made with nothing.</param>
    public StepDefinition(
        string name, StepKind kind, MethodForm form, object instance, StepSettings? settings = null, string? initialiser = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Kind = kind;
        Form = form;
        Instance = instance ?? throw new ArgumentNullException(nameof(instance), $"The step '{name}' is null.");
        Settings = settings ?? new StepSettings();
        _initialiser = initialiser;
    }

    /// <summary>The step's name.</summary>
    public string Name { get; }

    /// <summary>Its kind.</summary>
    public StepKind Kind { get; }

    /// <summary>How much its method sees at once.</summary>
    public MethodForm Form { get; }

    /// <summary>The user's object.</summary>
    public object Instance { get; }

    /// <summary>Its settings as they were compiled; a run's parameters are laid over them by <see cref="ParameterBinder"/>.</summary>
    public StepSettings Settings { get; }

    /// <summary>What is known of its code: the class with what its fingerprint holds, and how the pipeline makes it.</summary>
    public string CodeFingerprint => StepCode.Of(Instance.GetType(), _initialiser);
}
