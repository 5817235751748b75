using System.Collections;
using Microsoft.Extensions.Configuration;

namespace Distil.Pipelines;

/// <summary>Finds values in a configuration and in the environment, the farther ones first.</summary>
internal static class ConfigurationValues
{
    private const string Environment = "EnvironmentVariablesConfigurationProvider";

    /// <summary>
    /// The values below a section. A configuration that knows the environment has an order of its own; otherwise the environment is nearer.
    /// </summary>
    public static IEnumerable<FoundValue> Of(IConfiguration? configuration, string section)
    {
        var configured = configuration is null ? [] : Below(configuration, configuration.GetSection(section), "");
        var knowsEnvironment = configuration is IConfigurationRoot root && root.Providers.Any(IsEnvironment);
        return knowsEnvironment ? configured : configured.Concat(OfEnvironment(section));
    }

    private static IEnumerable<FoundValue> Below(IConfiguration root, IConfigurationSection section, string name)
    {
        foreach (var child in section.GetChildren())
        {
            var childName = name.Length == 0 ? child.Key : $"{name}.{child.Key}";
            if (child.Value is { } value)
            {
                yield return new(childName, value, Origin(root, child.Path));
            }

            foreach (var below in Below(root, child, childName))
            {
                yield return below;
            }
        }
    }

    private static string Origin(IConfiguration configuration, string path)
    {
        var provider = (configuration as IConfigurationRoot)?.Providers.Reverse().FirstOrDefault(one => one.TryGet(path, out _));
        return provider is null ? $"configuration '{path}'"
            : IsEnvironment(provider) ? $"environment '{path.Replace(":", "__", StringComparison.Ordinal)}'"
            : $"configuration '{path}', {provider}";
    }

    private static bool IsEnvironment(IConfigurationProvider provider) => provider.GetType().Name == Environment;

    private static IEnumerable<FoundValue> OfEnvironment(string section)
    {
        var prefix = section + "__";
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string key, Value: string value } && key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                yield return new(key[prefix.Length..].Replace("__", ".", StringComparison.Ordinal), value, $"environment '{key}'");
            }
        }
    }
}
