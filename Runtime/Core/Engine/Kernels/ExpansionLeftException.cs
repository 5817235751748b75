namespace Distil.Engine.Kernels;

/// <summary>The run stops in the middle of an expansion, whose row is left to the next run. No failure of the step.</summary>
internal sealed class ExpansionLeftException() : Exception("The run stops in the middle of a row's expansion.");
