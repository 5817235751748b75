using Distil;
using Tickets;

return await PipelineConsole.RunAsync<Triage>(args);
