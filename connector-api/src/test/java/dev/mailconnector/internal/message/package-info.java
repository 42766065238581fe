/** What becomes of a message before it meets a server. */
@NullMarked
package dev.mailconnector.internal.message;

import org.jspecify.annotations.NullMarked;
