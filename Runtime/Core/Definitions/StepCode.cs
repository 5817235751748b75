using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Distil.Definitions;

/// <summary>
/// Says of what code a step is made. A project whose steps the generator has seen says their fingerprints as attributes of its assembly
/// (<see cref="StepFingerprintAttribute"/>), which hold the bases in the same project, too; of other classes the assembly's version stands
/// for the code.
/// </summary>
internal static class StepCode
{
    private static readonly ConditionalWeakTable<Assembly, Dictionary<string, string>> s_said = [];

    /// <summary>The code of a step: a text of a few lines, equal as long as the code is the same.</summary>
    /// <param name="step">The class of the step's object.</param>
    /// <param name="initialiser">The hash of the code by which the pipeline makes it; null: it is made with nothing.</param>
    public static string Of(Type step, string? initialiser)
    {
        var code = new StringBuilder();
        Assembly? said = null;
        for (var type = step; type is not null && type != typeof(object) && type != typeof(ValueType); type = type.BaseType)
        {
            if (type.Assembly == said)
            {
                // The fingerprint of the class below it holds this one.
                continue;
            }

            var fingerprint = SaidOf(type);
            code.Append(fingerprint ?? VersionOf(type)).Append('\n');
            said = fingerprint is null ? null : type.Assembly;
        }

        code.AppendJoin(", ", step.GenericTypeArguments.Select(static argument => argument.ToString())).Append('\n');
        return code.Append(initialiser).ToString();
    }

    private static string? SaidOf(Type type) =>
        Said(type.Assembly).GetValueOrDefault((type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name);

    private static Dictionary<string, string> Said(Assembly assembly) => s_said.GetValue(
        assembly,
        static assembly => assembly.GetCustomAttributes<StepFingerprintAttribute>()
            .DistinctBy(static step => step.Step, StringComparer.Ordinal)
            .ToDictionary(static step => step.Step, static step => step.Fingerprint, StringComparer.Ordinal));

    /// <summary>
    /// The class with the version of its assembly. Of an assembly that says fingerprints of other classes, the version may stay the same
    /// while the code changes, so there the module's id is taken.
    /// </summary>
    private static string VersionOf(Type type)
    {
        var version = Said(type.Assembly).Count > 0
            ? null
            : type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return $"{type.Namespace}.{type.Name} {version ?? type.Assembly.ManifestModule.ModuleVersionId.ToString()}";
    }
}
