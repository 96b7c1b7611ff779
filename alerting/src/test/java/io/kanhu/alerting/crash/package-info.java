/** Dispatchers in processes of their own, and what becomes of calls for help when they are killed. */
@NullMarked
package io.kanhu.alerting.crash;

import org.jspecify.annotations.NullMarked;
