// The storage account where boards are kept, and the role with which the hubs read and write it. No key of the account works.
@description('Stem of the account\'s name.')
param name string

param location string

@description('Identity of the hubs.')
param principalId string

@description('Zone redundant where the region has zones, or in one place.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
])
param storageSku string

// Built-in role "Storage Blob Data Contributor".
var contributorRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
)
// 3 to 24 lower-case letters and digits, unique in all of Azure.
var accountName = take('${replace(name, '-', '')}${uniqueString(resourceGroup().id, name)}', 24)
var daysBack = 7

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: accountName
  location: location
  kind: 'StorageV2'
  sku: {
    name: storageSku
  }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

// A board that was deleted by mistake can be had back for some days.
resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: daysBack
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: daysBack
    }
  }
}

resource hubsMayWrite 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, contributorRole)
  scope: account
  properties: {
    roleDefinitionId: contributorRole
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output accountId string = account.id
output accountName string = account.name
