// The settings of the web app. Each secondary service has one of its own, whose name says what it is called and that it is secondary.
param appName string

@description('All settings besides those of secondary services.')
param values object

type Service = {
  @description('Region, which is the name of the service for the hubs.')
  region: string
  host: string
}

param secondaries Service[]

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    values,
    toObject(
      secondaries,
      service => 'INKROOM_AZURE_SIGNALR__${service.region}__secondary',
      service => 'Endpoint=https://${service.host};AuthType=azure.msi;Version=1.0;'
    )
  )
}
