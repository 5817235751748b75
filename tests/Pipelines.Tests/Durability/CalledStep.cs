using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Distil.Engine;
using Distil.IO.Json;

namespace Distil.Pipelines.Tests.Durability;

/// <summary>The generated code of a durable step, called as the engine calls it for keys and answers, without a run.</summary>
internal abstract class CalledStep
{
    /// <summary>Not the first, so that an index that is left out is seen.</summary>
    protected const int Row = 1;

    public abstract bool GoesOnAsRead { get; }

    public static CalledStep Of<TPipeline>(string step)
    {
        var kernel = typeof(TPipeline).GetNestedType("Definition", BindingFlags.NonPublic)!.GetNestedType(step + "Kernel", BindingFlags.NonPublic)!;
        var type = kernel;
        while (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(CalledKernel<,>))
        {
            type = type.BaseType!;
        }

        // The constructor wants a run, and what is called here reads nothing of the object.
        var bridge = typeof(CalledStep<,>).MakeGenericType(type.GetGenericArguments());
        return (CalledStep)Activator.CreateInstance(bridge, RuntimeHelpers.GetUninitializedObject(kernel))!;
    }

    /// <summary>The key of a call.</summary>
    /// <param name="columns">The values of all columns that come to the step, in their order.</param>
    public abstract UInt128 Key(params object?[] columns);

    /// <summary>The columns that are kept of what the method gave.</summary>
    public abstract object?[] Take(object result);

    /// <summary>The answer with these columns.</summary>
    public abstract string Write(params object?[] columns);

    /// <summary>The columns of an answer.</summary>
    public abstract object?[] Read(string answer);
}

internal sealed class CalledStep<TIn, TResults>(CalledKernel<TIn, TResults> kernel) : CalledStep
    where TIn : RowBatch
    where TResults : Results
{
    public override bool GoesOnAsRead => kernel.GoesOnAsRead;

    public override UInt128 Key(params object?[] columns)
    {
        var rows = Activator.CreateInstance<TIn>();
        Set(rows, columns);
        using var key = new KeyWriter();
        kernel.WriteKey(rows, Row, key);
        return key.End();
    }

    public override object?[] Take(object result)
    {
        var results = kernel.CreateResults(Row + 1);
        var take = kernel.GetType().GetMethod("Take")!;
        take.Invoke(kernel, BindingFlags.DoNotWrapExceptions, null, [results, Row, result], null);
        return Get(results);
    }

    public override string Write(params object?[] columns)
    {
        var results = kernel.CreateResults(Row + 1);
        Set(results, columns);
        using var line = new JsonRowWriter(16);
        kernel.WriteAnswer(results, Row, line);
        return Encoding.UTF8.GetString(line.Written);
    }

    public override object?[] Read(string answer)
    {
        var results = kernel.CreateResults(Row + 1);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(answer), JsonLimits.AnswerOptions);
        kernel.ReadAnswer(results, Row, ref reader);
        Assert.False(reader.Read());
        return Get(results);
    }

    private static IEnumerable<FieldInfo> Fields(ColumnSet columns) => columns.GetType()
        .GetFields()
        .Where(field => field.FieldType.IsArray && field.DeclaringType != typeof(RowBatch))
        .OrderBy(field => field.MetadataToken);

    private static void Set(ColumnSet set, object?[] columns)
    {
        foreach (var (field, value) in Fields(set).Zip(columns, ValueTuple.Create))
        {
            var array = Array.CreateInstance(field.FieldType.GetElementType()!, Row + 1);
            array.SetValue(value, Row);
            field.SetValue(set, array);
        }

        Assert.Equal(columns.Length, Fields(set).Count());
    }

    private static object?[] Get(ColumnSet set) => [.. Fields(set).Select(field => ((Array)field.GetValue(set)!).GetValue(Row))];
}
