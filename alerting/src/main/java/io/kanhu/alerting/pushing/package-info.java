/** Pushes to phones beside the calls of a ladder: kept as rows, sent at once, given up when they are old. */
@NullMarked
package io.kanhu.alerting.pushing;

import org.jspecify.annotations.NullMarked;
