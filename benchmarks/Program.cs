using System.CommandLine;
using BenchmarkDotNet.Running;
using Distil.Benchmarks.Cold;
using Distil.Benchmarks.Generation;
using Distil.Benchmarks.Pairs;

var bdn = new Command("bdn", "Runs the workloads with BenchmarkDotNet; the arguments are its own.") { TreatUnmatchedTokensAsErrors = false };
bdn.SetAction(options => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. options.UnmatchedTokens]));

var command = new RootCommand("Measures Distil.") { PairsCommand.Create(), GenerationCommand.Create(), ColdCommand.Create(), bdn };
return await command.Parse(args).InvokeAsync();
