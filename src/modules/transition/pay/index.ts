/** Policies on pay: proposed by union or employer, simulated on groups, decided with reasons. */
export { decidePay, listPay, payOperations, proposePay, readPay, revisePay, simulatePay } from './operations.ts';
export type { Group, Measure, SimulationResult } from './model.ts';
/** @public What the job does, for the bench. */
export { simulate, simulateJob } from './simulate.ts';
