// Inkroom on Azure: an App Service with two instances behind Azure SignalR Service, in one region or several, boards in a storage account, without
// any key: the app's own identity holds the roles "SignalR App Server" and "Storage Blob Data Contributor". docs/azure.md walks through it.
targetScope = 'resourceGroup'

@description('Name of the web app, and stem of the other names. The app is reached at https://NAME.azurewebsites.net.')
@minLength(3)
@maxLength(40)
param name string

@description('Region of all resources.')
param location string = resourceGroup().location

@description('Tier of Azure SignalR Service. Free_F1: 20 connections (ten of them taken by two instances) and 20,000 messages a day.')
@allowed([
  'Free_F1'
  'Standard_S1'
  'Premium_P1'
])
param signalrSku string = 'Standard_S1'

@description('Units of Azure SignalR Service: 1,000 connections each. Free_F1 has one.')
@minValue(1)
@maxValue(100)
param signalrUnits int = 1

@description('Regions of further Azure SignalR Services of the same tier. They carry clients while the first one is down.')
@maxLength(4)
param secondaryRegions string[] = []

@description('Size of the App Service instances. WebSockets and more than one instance need B1 at least.')
param appSku string = 'B1'

@description('Instances of the hub that share the rooms.')
@minValue(1)
@maxValue(10)
param instances int = 2

@description('Web pages of these origins may connect besides the app itself and the desktop app.')
param allowedOrigins array = []

@description('Where boards are kept: in a storage account, or in the memory of the hubs only.')
@allowed([
  'azure-blob'
  'none'
])
param store string = 'azure-blob'

@description('Redundancy of the storage account. Zones need a region that has them.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
])
param storageSku string = 'Standard_LRS'

@description('Receives mails when something is wrong or a quota is nearly used up. Empty: no alerts.')
param alertEmail string = ''

var siteUrl = 'https://${name}.azurewebsites.net'
var port = '8080'

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  kind: 'linux'
  sku: {
    name: appSku
    capacity: instances
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'app,linux'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Any instance may answer any request: a room is shared through the service.
    clientAffinityEnabled: false
    siteConfig: {
      linuxFxVersion: 'NODE|24-lts'
      appCommandLine: 'node dist/server/inkroom.js serve'
      webSocketsEnabled: true
      alwaysOn: true
      http20Enabled: true
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      healthCheckPath: '/readyz'
    }
  }
}

var pages = concat([siteUrl, 'app://inkroom'], allowedOrigins)

module primary 'service.bicep' = {
  name: '${name}-signalr'
  params: {
    name: '${name}-signalr'
    location: location
    sku: signalrSku
    units: signalrUnits
    allowedOrigins: pages
    appId: app.id
    principalId: app.identity.principalId
    workspaceId: logs.id
  }
}

// A service's name has 63 characters at most.
module secondaries 'service.bicep' = [
  for region in secondaryRegions: {
    name: '${take(name, 36)}-signalr-${region}'
    params: {
      name: '${take(name, 36)}-signalr-${region}'
      location: region
      sku: signalrSku
      units: signalrUnits
      allowedOrigins: pages
      appId: app.id
      principalId: app.identity.principalId
      workspaceId: logs.id
    }
  }
]

module boards 'boards.bicep' = if (store == 'azure-blob') {
  name: '${name}-boards'
  params: {
    name: name
    location: location
    principalId: app.identity.principalId
    storageSku: storageSku
  }
}

// Free_F1 stops at 20,000 messages; a unit of the others includes a million.
var includedMessages = signalrSku == 'Free_F1' ? 20000 : 1000000 * signalrUnits

module alerts 'alerts.bicep' = if (!empty(alertEmail)) {
  name: '${name}-alerts'
  params: {
    name: name
    email: alertEmail
    signalrId: primary.outputs.id
    secondaries: [
      for (region, i) in secondaryRegions: {
        region: region
        id: secondaries[i].outputs.id
      }
    ]
    appId: app.id
    storageId: boards.?outputs.accountId ?? ''
    dailyMessages: includedMessages / 5 * 4
  }
}

// The hub refuses an account that it would not use. An address, not a connection string: the identity signs in.
var keeping = store == 'none'
  ? {}
  : {
      INKROOM_BLOB: 'https://${boards.?outputs.accountName ?? ''}.blob.${environment().suffixes.storage}'
    }

module settings 'settings.bicep' = {
  name: '${name}-settings'
  params: {
    appName: app.name
    values: union(keeping, {
      INKROOM_HOST: '0.0.0.0'
      INKROOM_PORT: port
      WEBSITES_PORT: port
      INKROOM_PUBLIC_URL: siteUrl
      // App Service stands in front, and names the address of each person.
      INKROOM_TRUST_PROXY: '1'
      INKROOM_ALLOW_ORIGIN: join(allowedOrigins, ',')
      INKROOM_AZURE_SIGNALR: 'Endpoint=https://${primary.outputs.host};AuthType=azure.msi;Version=1.0;'
      INKROOM_STORE: store
      INKROOM_LOG_FORMAT: 'json'
      // The package is complete: nothing is built or installed on the server.
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
      // The server gets this long to tell its clients before it is stopped.
      WEBSITES_CONTAINER_STOP_TIME_LIMIT: '30'
    })
    secondaries: [
      for (region, i) in secondaryRegions: {
        region: region
        host: secondaries[i].outputs.host
      }
    ]
  }
}

resource appLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
  properties: {
    workspaceId: logs.id
    logs: [
      {
        category: 'AppServiceConsoleLogs'
        enabled: true
      }
      {
        category: 'AppServicePlatformLogs'
        enabled: true
      }
    ]
  }
}

output url string = siteUrl
output appName string = app.name
output signalrName string = primary.outputs.name
output signalrHost string = primary.outputs.host
output storageName string = boards.?outputs.accountName ?? ''
output principalId string = app.identity.principalId
