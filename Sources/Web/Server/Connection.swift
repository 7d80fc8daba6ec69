package import NIOCore

/// A client's connection. The name keeps it apart from the channels on which customers write.
package typealias Connection = any NIOCore.Channel
