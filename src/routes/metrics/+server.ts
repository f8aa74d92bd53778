import { metricsText } from '#web/metrics.ts';
import type { RequestHandler } from './$types';

/** Figures for Prometheus; the proxy keeps this path inside (docs/operators/install.md). */
export const GET: RequestHandler = async () => new Response(await metricsText(), { headers: { 'content-type': 'text/plain; version=0.0.4' } });
