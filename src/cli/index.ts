import { readConfig } from '#base/config/index.ts';
import { printFault, settled, Trouble } from '#base/trouble/index.ts';
import { helpOf, overview, parseCall } from './command.ts';
import { commands } from './commands.ts';

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  printFault(error);
  return 1;
});

async function main([name, ...rest]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(overview(commands));
    return 0;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Trouble(`There is no command "${name}": khue --help lists them.`, `Không có lệnh "${name}": hãy xem khue --help.`);
  const call = parseCall(command, rest, settled(readConfig));
  if (call === 'help') {
    console.log(helpOf(command));
    return 0;
  }
  return (await command.run(call)) ?? 0;
}
