export function startsServices(path: string): boolean;

export function openSeats(count: number): Promise<{
  readonly port: number;
  countWaiting(): number;
  close(): void;
}>;

export function takeSeat(port: number): Promise<() => void>;
