// One Azure SignalR Service in Default mode, the right of the app's identity to connect hubs to it, and its log.
@description('Of the service: it is reached at https://NAME.service.signalr.net.')
param name string

param location string

@allowed([
  'Free_F1'
  'Standard_S1'
  'Premium_P1'
])
param sku string

@description('1,000 connections each. Free_F1 has one.')
param units int

@description('Origins of the web pages that may connect.')
param allowedOrigins array

@description('Of the web app, and of its identity.')
param appId string
param principalId string

@description('Receives the log.')
param workspaceId string

// Built-in role "SignalR App Server": server connections, client tokens, temporary access keys.
var appServerRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '420fcaa2-552c-430f-98ca-3264be4806c7'
)

resource signalr 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: name
  location: location
  kind: 'SignalR'
  sku: {
    name: sku
    capacity: sku == 'Free_F1' ? 1 : units
  }
  properties: {
    features: [
      {
        flag: 'ServiceMode'
        value: 'Default'
      }
      {
        flag: 'EnableConnectivityLogs'
        value: 'True'
      }
    ]
    // Browsers negotiate with the service itself, and the desktop app's pages have an origin of their own.
    cors: {
      allowedOrigins: allowedOrigins
    }
    // No access key exists that could leak: only Entra ID identities with the role get in.
    disableLocalAuth: true
    disableAadAuth: false
  }
}

resource appMayServe 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(signalr.id, appId, appServerRole)
  scope: signalr
  properties: {
    roleDefinitionId: appServerRole
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource signalrLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: signalr
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output id string = signalr.id
output name string = signalr.name
output host string = signalr.properties.hostName
