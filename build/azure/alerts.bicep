// What somebody should hear of: mails when a quota is nearly used up, when the service or the store fails, when a hub is not well.
@description('Stem of the names.')
param name string

@description('Receives the mails.')
param email string

param signalrId string

type Secondary = {
  region: string
  id: string
}

@description('Further services, which have rules of their own.')
param secondaries Secondary[]

param appId string

@description('Empty without a store.')
param storageId string

@description('Messages a day of one service after which a mail is sent. 0: never.')
param dailyMessages int

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-operators'
  location: 'global'
  properties: {
    groupShortName: 'inkroom'
    enabled: true
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

type Rule = {
  @description('Stem of the rule\'s name.')
  key: string
  text: string
  resourceId: string
  namespace: string
  metric: string
  operator: 'GreaterThan' | 'LessThan'
  threshold: int
  aggregation: 'Average' | 'Maximum' | 'Minimum' | 'Total'
  window: 'PT5M' | 'PT15M' | 'PT1H' | 'P1D'
  @description('Interval of the checks.')
  every: 'PT1M' | 'PT5M' | 'PT1H'
  @description('0 is the worst.')
  severity: 1 | 2 | 3
}

var signalr = 'Microsoft.SignalRService/SignalR'
var site = 'Microsoft.Web/sites'

// Rules of the first service have the names that they had while there was only one.
var services = concat(
  [
    {
      id: signalrId
      suffix: ''
      text: 'Azure SignalR Service'
    }
  ],
  map(secondaries, secondary => {
    id: secondary.id
    suffix: '-${secondary.region}'
    text: 'The secondary Azure SignalR Service in ${secondary.region}'
  })
)

var ofServices Rule[] = flatten(map(services, service => [
  {
    key: 'connections${service.suffix}'
    text: 'More than 80 % of the connections of ${service.text} are taken. At 100 % nobody more can come: add a unit.'
    resourceId: service.id
    namespace: signalr
    metric: 'ConnectionQuotaUtilization'
    operator: 'GreaterThan'
    threshold: 80
    aggregation: 'Maximum'
    window: 'PT15M'
    every: 'PT5M'
    severity: 2
  }
  {
    key: 'service-load${service.suffix}'
    text: '${service.text} works at more than 80 % of what its units can do. Add a unit.'
    resourceId: service.id
    namespace: signalr
    metric: 'ServerLoad'
    operator: 'GreaterThan'
    threshold: 80
    aggregation: 'Average'
    window: 'PT15M'
    every: 'PT5M'
    severity: 2
  }
  {
    key: 'service-errors${service.suffix}'
    text: '${service.text} fails at more than 5 % of what it is asked.'
    resourceId: service.id
    namespace: signalr
    metric: 'SystemErrors'
    operator: 'GreaterThan'
    threshold: 5
    aggregation: 'Maximum'
    window: 'PT15M'
    every: 'PT5M'
    severity: 1
  }
]))

var ofHubs Rule[] = [
  {
    key: 'hub-health'
    text: 'A hub is not ready (/readyz). Its log says why: build/azure/logs.'
    resourceId: appId
    namespace: site
    metric: 'HealthCheckStatus'
    operator: 'LessThan'
    threshold: 100
    aggregation: 'Average'
    window: 'PT15M'
    every: 'PT5M'
    severity: 1
  }
  {
    key: 'hub-errors'
    text: 'The hubs answered more than 20 requests in 15 minutes with a fault of their own.'
    resourceId: appId
    namespace: site
    metric: 'Http5xx'
    operator: 'GreaterThan'
    threshold: 20
    aggregation: 'Total'
    window: 'PT15M'
    every: 'PT5M'
    severity: 2
  }
]

var daily Rule[] = dailyMessages == 0
  ? []
  : map(services, service => {
      key: 'messages${service.suffix}'
      text: 'Most of the messages of this day of ${service.text} are used up. When all are, the free tier stops, and other tiers bill more.'
      resourceId: service.id
      namespace: signalr
      metric: 'MessageCount'
      operator: 'GreaterThan'
      threshold: dailyMessages
      aggregation: 'Total'
      window: 'P1D'
      every: 'PT1H'
      severity: 2
    })

var store Rule[] = empty(storageId)
  ? []
  : [
      {
        key: 'store'
        text: 'The storage account refuses or fails more than one request in a hundred: boards become read only until it is back.'
        resourceId: storageId
        namespace: 'Microsoft.Storage/storageAccounts'
        metric: 'Availability'
        operator: 'LessThan'
        threshold: 99
        aggregation: 'Average'
        window: 'PT15M'
        every: 'PT5M'
        severity: 1
      }
    ]

resource rules 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in concat(ofServices, ofHubs, daily, store): {
    name: '${name}-${rule.key}'
    location: 'global'
    properties: {
      description: rule.text
      severity: rule.severity
      enabled: true
      scopes: [
        rule.resourceId
      ]
      evaluationFrequency: rule.every
      windowSize: rule.window
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: rule.key
            metricNamespace: rule.namespace
            metricName: rule.metric
            operator: rule.operator
            threshold: rule.threshold
            timeAggregation: rule.aggregation
          }
        ]
      }
      actions: [
        {
          actionGroupId: people.id
        }
      ]
    }
  }
]
