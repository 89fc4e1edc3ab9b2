CREATE TABLE "print_keys" (
	"key" text NOT NULL,
	"print_id" bigint NOT NULL
);
--> statement-breakpoint
DROP INDEX "prints_key_index";--> statement-breakpoint

-- Written anew, once: every fingerprint gets a number. About a minute for a million reports; nobody files meanwhile, and what
-- people send then is kept by the platforms and answered after it.
ALTER TABLE "prints" ADD COLUMN "id" bigint PRIMARY KEY NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "prints_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "print_keys" ADD CONSTRAINT "print_keys_print_id_prints_id_fk" FOREIGN KEY ("print_id") REFERENCES "public"."prints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "print_keys_key_index" ON "print_keys" USING btree ("key");--> statement-breakpoint
CREATE INDEX "print_keys_print_id_index" ON "print_keys" USING btree ("print_id");