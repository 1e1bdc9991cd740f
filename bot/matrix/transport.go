package matrix

// Transport is one account on a homeserver.
type Transport struct{}
