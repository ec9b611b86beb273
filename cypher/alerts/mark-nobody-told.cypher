// Why: the log says loudly that there is nobody to tell, but once an hour and not at every pass.
// Guarantee: idempotent; alerts stay pending, so they are told as soon as somebody is there.
// params: alertIds, now (epoch ms)
// returns: alerts (how many)
// access: write
UNWIND $alertIds AS alertId
MATCH (alert:Alert {id: alertId})
SET alert.nobodyAt = datetime({epochMillis: $now})
RETURN count(alert) AS alerts
