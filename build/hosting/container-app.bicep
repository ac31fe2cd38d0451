// Inkroom's image as an Azure Container App: boards in a storage account, several replicas behind one Azure SignalR Service, and no key: the
// app's own identity holds both roles. The account and the service must be there (build/azure makes both).
//   az deployment group create --resource-group GROUP --template-file container-app.bicep --parameters name=… image=… storageAccount=… signalr=…
targetScope = 'resourceGroup'

@description('Name of the app, and stem of the other names.')
@minLength(3)
@maxLength(32)
param name string

@description('Region of all resources.')
param location string = resourceGroup().location

@description('The image that build/hosting/Dockerfile makes, in a registry that anybody can read.')
param image string

@description('Name of the storage account where boards are kept.')
param storageAccount string

@description('Name of the Azure SignalR Service that carries clients to all replicas.')
param signalr string

@description('Replicas of the hub that share the rooms.')
@minValue(1)
@maxValue(10)
param replicas int = 2

var port = 7420
// Built-in roles "Storage Blob Data Contributor" and "SignalR App Server".
var blobRole = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
var serverRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '420fcaa2-552c-430f-98ca-3264be4806c7'
)

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccount
}

resource service 'Microsoft.SignalRService/signalR@2024-03-01' existing = {
  name: signalr
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {}
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    environmentId: environment.id
    configuration: {
      ingress: {
        external: true
        targetPort: port
        allowInsecure: false
      }
    }
    template: {
      // The hub tells its people before it ends.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'inkroom'
          image: image
          resources: {
            cpu: json('1.0')
            memory: '2Gi'
          }
          env: [
            {
              name: 'INKROOM_PUBLIC_URL'
              value: 'https://${name}.${environment.properties.defaultDomain}'
            }
            {
              name: 'INKROOM_TRUST_PROXY'
              value: '1'
            }
            {
              name: 'INKROOM_AZURE_SIGNALR'
              value: 'Endpoint=https://${service.properties.hostName};AuthType=azure.msi;Version=1.0;'
            }
            {
              name: 'INKROOM_STORE'
              value: 'azure-blob'
            }
            {
              name: 'INKROOM_BLOB'
              value: account.properties.primaryEndpoints.blob
            }
            {
              // The image keeps boards in a folder; here the account keeps them.
              name: 'INKROOM_DATA'
              value: ''
            }
            {
              name: 'INKROOM_LOG_FORMAT'
              value: 'json'
            }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: port
              }
              periodSeconds: 2
              failureThreshold: 30
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: port
              }
              periodSeconds: 10
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: port
              }
              periodSeconds: 5
            }
          ]
        }
      ]
      // A hub holds rooms in memory: none is started or stopped by load.
      scale: {
        minReplicas: replicas
        maxReplicas: replicas
      }
    }
  }
}

resource mayStore 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, app.id, blobRole)
  scope: account
  properties: {
    roleDefinitionId: blobRole
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource mayServe 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(service.id, app.id, serverRole)
  scope: service
  properties: {
    roleDefinitionId: serverRole
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

output address string = 'https://${app.properties.configuration.ingress.fqdn}'
