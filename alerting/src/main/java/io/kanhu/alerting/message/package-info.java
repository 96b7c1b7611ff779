/** What the office says to workers, and which of them have seen it. */
@NullMarked
package io.kanhu.alerting.message;

import org.jspecify.annotations.NullMarked;
