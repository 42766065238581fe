/**
 * From a message object or raw bytes to what goes over the wire: checked, with canonical line ends,
 * of known size, and made in the sender's own thread before any connection is borrowed.
 */
@NullMarked
package dev.mailconnector.internal.message;

import org.jspecify.annotations.NullMarked;
