import { json } from '@sveltejs/kit';
import { operations } from '#program/index.ts';
import { openApi } from '#web/openapi.ts';
import type { RequestHandler } from './$types';

const description = openApi(operations);

export const GET: RequestHandler = () => json(description, { headers: { 'cache-control': 'public, max-age=300' } });
