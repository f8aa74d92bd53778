import { abolishUnit, addUnit, changeUnit } from './changes.ts';
import { loadHanoi } from './city.ts';
import { findUnits, listUnits, readUnit } from './operations.ts';
import { closePost, listPosts, openPost, readPost } from './posts.ts';
import { readSeat, setSeat } from './seat.ts';

export { cityUnitId, listTiles, type CityTile, type Loaded } from './city.ts';
export { CODE_SYSTEMS, UNIT_KINDS } from './model.ts';
export { abolishUnit, addUnit, changeUnit, closePost, findUnits, listPosts, listUnits, loadHanoi, openPost, readPost, readSeat, readUnit, setSeat };

/** What can be asked of units and their posts. */
export const unitOperations = [findUnits, listUnits, readUnit, addUnit, changeUnit, abolishUnit, readSeat, setSeat, loadHanoi, listPosts, readPost, openPost, closePost];
