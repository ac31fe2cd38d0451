import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { BlobAddress } from './blob-address.ts';

/** A write that fails is tried again by the hub, with pauses of its own. */
const RETRIES = { maxTries: 3, tryTimeoutInMs: 15_000, retryDelayInMs: 100, maxRetryDelayInMs: 1_000 };

/** The account's containers of this name, made when they are not there. Rejects with a sentence for the operator. */
export async function openAccount(
  address: BlobAddress,
  container: string,
): Promise<{ readonly boards: ContainerClient; readonly pictures: ContainerClient }> {
  const service = await serviceAt(address, RETRIES.maxTries);
  const boards = service.getContainerClient(container);
  const pictures = service.getContainerClient(`${container}-pictures`);
  try {
    await boards.createIfNotExists();
    await pictures.createIfNotExists();
  } catch (error) {
    throw new Error(
      `The containers ${container} and ${container}-pictures of ${address.name} cannot be used: ${reasonOf(error).split('\n')[0]} The hub needs the role "Storage Blob Data Contributor", or the account's key.`,
    );
  }
  return { boards, pictures };
}

/** The container, when it is there. Makes nothing. Rejects when the account does not answer, or refuses. */
export async function containerIfThere(address: BlobAddress, container: string): Promise<ContainerClient | undefined> {
  const client = (await serviceAt(address, 1)).getContainerClient(container);
  return (await client.exists()) ? client : undefined;
}

async function serviceAt(address: BlobAddress, maxTries: number): Promise<BlobServiceClient> {
  const options = { retryOptions: { ...RETRIES, maxTries } };
  if (address.kind === 'connectionString') return BlobServiceClient.fromConnectionString(address.text.reveal(), options);
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new BlobServiceClient(address.url, new DefaultAzureCredential(), options);
}
