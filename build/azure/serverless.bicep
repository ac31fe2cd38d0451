// An announcement board without a hub: Azure Functions and Azure SignalR Service in Serverless mode. docs/azure.md walks through it. Deployed
// twice: the first time without `hostKey`, because the service needs a key of the functions, and they make it when they first run.
targetScope = 'resourceGroup'

@description('Name of the function app, and stem of the other names. The board is at https://NAME.azurewebsites.net/api/board.')
@minLength(3)
@maxLength(40)
param name string

param location string = resourceGroup().location

@allowed([
  'Free_F1'
  'Standard_S1'
  'Premium_P1'
])
param signalrSku string = 'Free_F1'

@description('A host key of the function app, with which the service calls it. Empty: the service does not call it yet.')
@secure()
param hostKey string = ''

@description('Web pages of these origins may show announcements besides the board itself.')
param allowedOrigins array = []

var hub = 'announcements'
var siteUrl = 'https://${name}.azurewebsites.net'
// Built-in role "Storage Blob Data Owner": Azure Functions needs it for its own blobs and for the package.
var ownerRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
)
var packages = 'packages'

resource signalr 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: '${name}-signalr'
  location: location
  kind: 'SignalR'
  sku: {
    name: signalrSku
    capacity: 1
  }
  properties: {
    features: [
      {
        flag: 'ServiceMode'
        value: 'Serverless'
      }
      {
        flag: 'EnableConnectivityLogs'
        value: 'True'
      }
    ]
    cors: {
      allowedOrigins: concat([siteUrl], allowedOrigins)
    }
    upstream: {
      templates: empty(hostKey)
        ? []
        : [
            {
              hubPattern: hub
              urlTemplate: '${siteUrl}/api/upstream/{category}/{event}?code=${hostKey}'
            }
          ]
    }
    // The functions check the service's signatures with its access key.
    disableLocalAuth: false
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('${replace(name, '-', '')}${uniqueString(resourceGroup().id, name)}', 24)
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_LRS'
  }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource container 'containers' = {
      name: packages
    }
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      minTlsVersion: '1.2'
      cors: {
        allowedOrigins: allowedOrigins
        supportCredentials: true
      }
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packages}'
          authentication: {
            type: 'SystemAssignedIdentity'
          }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: 40
        instanceMemoryMB: 512
      }
      runtime: {
        name: 'node'
        version: '22'
      }
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: {
    AzureWebJobsStorage__accountName: storage.name
    AzureSignalRConnectionString: signalr.listKeys().primaryConnectionString
    INKROOM_ANNOUNCEMENT_HUB: hub
    // The functions refuse more than 16 KB themselves; this keeps long bodies out before them.
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1048576'
  }
}

resource appMayKeep 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, app.id, ownerRole)
  scope: storage
  properties: {
    roleDefinitionId: ownerRole
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

output board string = '${siteUrl}/api/board'
